"""The processes that follow: they read, write and print nothing, and train members, or on images, they are given."""

from __future__ import annotations

import signal

import torch
from torch import Tensor

from mousaic.config import config_from_json
from mousaic.device import choose_device, use_threads
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import parts_of
from mousaic.model.placing import Placing
from mousaic.training.checkpoint import TrainingState
from mousaic.training.ranks.leader import Order
from mousaic.training.ranks.rank_shares import shares_of
from mousaic.training.ranks.state_parts import rest_in, weights_in
from mousaic.training.ranks.talk import Talk
from mousaic.training.steps.backend import make_step


def follow(talk: Talk) -> None:
    """Do what the first process says until it says that this is the end.

    Raises:
        Lost: it, or another process, has gone.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # whether and when to stop, the first says, which saves before
    while (order := talk.order())[0] != Order.END:
        if order[0] == Order.BEGIN:
            _train(talk)
            break
    talk.close()


def _train(talk: Talk) -> None:
    """From one BEGIN to the END."""
    letter = talk.letter({})
    config, work = config_from_json(letter["config"]), shares_of(talk, letter["members"], letter["by_images"])
    device, (share, images) = choose_device(config.training.device), work
    count = len(range(letter["members"])[share.own])
    values = {name: torch.zeros(count, *shape, device=device) for name, shape in letter["shapes"].items()}
    placing = letter["placing"] and Placing.from_json(letter["placing"])
    ensemble = Ensemble(values, letter["k"], parts_of(config.model)._replace(placing=placing)).requires_grad_(False)
    state = TrainingState.start(ensemble, "topk" if config.by_gradients else "omp")
    following: Tensor | None = None
    with use_threads(letter["threads"]) as threads:
        step = make_step(letter["backend"], state, config, threads, share, images)
        while (order := talk.order())[0] != Order.END:
            kind, words = Order(int(order[0])), order[1:]
            if kind == Order.STEP:
                x = following if words[2] else _batch(talk, words[0], letter["pixels"], device)
                assert x is not None
                following = _batch(talk, words[1], letter["pixels"], device) if words[1] else None
                step(x, following, words[3])
            elif kind == Order.DEAL:
                state.adam.steps = int(words[0])
                for tensor in (*weights_in(state), *rest_in(state)):
                    talk.take(tensor, 0)
            else:
                for tensor in weights_in(state) if kind == Order.WEIGHTS else rest_in(state):
                    talk.give(tensor, 0)


def _batch(talk: Talk, images: float, pixels: int, device: torch.device) -> Tensor:
    return talk.shown(torch.empty(int(images), pixels, device=device))
