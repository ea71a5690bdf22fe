"""Rules for every file: lengths, type hints, documentation, names, words, and nothing of one workplace."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mousaic.words.put import LANGUAGES, table

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
Function = ast.FunctionDef | ast.AsyncFunctionDef

WORKPLACE = {
    "a folder of one machine": r"(?<![\w.*])/(?:home|root|tmp|work|mnt|srv|Users|workspaces?)/\w",
    "a number of a ticket": r"(?i)\b(?:issue|ticket|pull request|merge request)s? ?#?\d|(?:^|\s)#\d+\b",
    "an address of packages": r"(?i)(?:index[-]url|find[-]links|trusted[-]host)|https?://\S*(?:pypi|mirror|artifactory|/simple)",
    "who or what wrote it": r"(?i)\b(?:co-authored|generated|written)[- ](?:by|with):? (?:an? )?(?:AI|LLM|\w+bot)\b",
}  # fmt: skip


def test_no_file_is_longer_than_a_person_reads(every: list[Any]) -> None:
    long = {str(source): source.text.count("\n") for source in every if source.text.count("\n") > LONGEST_FILE}
    web = [path for kind in ("js", "css", "html") for path in (ROOT / "src").rglob(f"*.{kind}")]
    long |= {path.name: n for path in web if (n := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE}
    assert not long, listed(f"{name}: {lines} lines" for name, lines in long.items())


def test_a_function_fits_a_screen(every: list[Any]) -> None:
    lengths = {
        f"{source}: {name}": function.end_lineno - function.lineno + 1
        for source in every
        for name, function in functions(source.tree)
        if function.end_lineno is not None
    }
    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST_FUNCTION]
    assert not long, listed(long)


def test_every_function_is_hinted(house: list[Any]) -> None:
    """Arguments and result; what numba compiles finds its types by itself."""
    bare = [
        f"{source}: {name} ({', '.join(missing)})"
        for source in house
        for name, function in functions(source.tree)
        if "compiled" not in map(ast.unparse, function.decorator_list) and (missing := unhinted(function))
    ]
    assert not bare, listed(bare)


def test_every_public_name_is_documented(house: list[Any]) -> None:
    """A method that replaces a documented one of a base class has its documentation."""
    known = inherited(house)
    bare = [
        f"{source}: {name}"
        for source in house
        for name, node in public(source)
        if not ast.get_docstring(node) and name.split(".")[-2:] not in known
    ]
    assert not bare, listed(bare)


def test_no_two_files_have_one_stem(house: list[Any]) -> None:
    """Apart from the words, one file a topic and language."""
    places = defaultdict(list)
    for source in house:
        *room, stem = source.parts
        if not stem.startswith("__") and room[:2] != ["mousaic", "words"]:
            places[stem].append(str(source))
    twice = [", ".join(found) for found in places.values() if len(found) > 1]
    assert not twice, listed(twice)


def test_every_language_has_the_same_topics(house: list[Any]) -> None:
    topics = {
        lang: {source.parts[-1] for source in house if source.parts[:3] == ("mousaic", "words", lang)}
        for lang in LANGUAGES
    }
    assert all(topics[lang] == topics["en"] for lang in LANGUAGES)


def test_every_key_of_words_is_said_somewhere(house: list[Any]) -> None:
    code = [source for source in house if source.parts[1:3] not in {("words", lang) for lang in LANGUAGES}]
    whole = {node.value for source in code for node in ast.walk(source.tree) if is_text(node)}
    made = [pattern for source in code for pattern in made_keys(source.tree)]
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.js"))
    whole |= set(re.findall(r"""["'`]([\w-]+)["'`]""", scripts))
    made += [
        re.compile(re.sub(r"\$\{[^{}]*\}", r"\\w+", text))
        for text in re.findall(r"`((?:\w|\$\{[^{}`]*\})+)`", scripts)
        if "$" in text and re.sub(r"\$\{[^{}]*\}", "", text)
    ]
    dead = [key for key in table("en") if key not in whole and not any(pattern.fullmatch(key) for pattern in made)]
    assert not dead, listed(dead)


def test_nothing_names_a_workplace() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for what, pattern in WORKPLACE.items()
        if re.search(pattern, line)
    ]
    assert not found, listed(found)


def test_the_rules_see_what_breaks_them(tmp_path: Path, read: Any) -> None:
    text = (
        "def f(a, *b: int, c=1):\n    return lambda d: d\n\n\nclass A:\n"
        "    def g(self) -> None:\n        say(f'on_{part}'), say(f'{what}_title'), say(f'{one}_{two}')\n"
    )
    (tmp_path / "bad.py").write_text(text)
    (source,) = read(tmp_path)
    assert [(name, unhinted(node)) for name, node in functions(source.tree)] == [
        ("f", ["a", "c", "result"]),
        ("A.g", []),
    ]
    assert [name for name, node in public(source) if not ast.get_docstring(node)] == ["the file", "f", "A", "A.g"]
    made = made_keys(source.tree)
    known = {key: any(p.fullmatch(key) for p in made) for key in ("on_x", "x_title", "a_b", "on_")}
    assert known == {"on_x": True, "x_title": True, "a_b": False, "on_": False}
    for line in ("see " + "/home" + "/me/x", "as in issue " + "#12", "pip --index" + "-url x"):
        assert any(re.search(pattern, line) for pattern in WORKPLACE.values()), line


def listed(found: Iterable[str]) -> str:
    """All of them, one a line; pytest's own message shortens lists."""
    return "\n" + "\n".join(found)


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    """Every function and method, at any depth, with its whole name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield inside + node.name, node
        named = isinstance(node, (ast.ClassDef, *Function.__args__))
        yield from functions(node, f"{inside}{node.name}." if named else inside)


def unhinted(function: Function) -> list[str]:
    """The arguments without a type, and ``result``."""
    of = function.args
    arguments = [*of.posonlyargs, *of.args, *of.kwonlyargs, *filter(None, (of.vararg, of.kwarg))]
    bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
    return bare if function.returns is not None else [*bare, "result"]


def public(source: Any) -> Iterator[tuple[str, Any]]:
    """The file and what others may use of it: classes and functions without ``_``, and their methods."""
    yield "the file", source.tree
    yield from _public(source.tree, "")


def _public(tree: ast.AST, inside: str) -> Iterator[tuple[str, Any]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.ClassDef, *Function.__args__)):
            if not node.name.startswith("_") and "overload" not in map(ast.unparse, node.decorator_list):
                yield inside + node.name, node
                if isinstance(node, ast.ClassDef):
                    yield from _public(node, f"{inside}{node.name}.")
        elif not isinstance(node, ast.expr):  # a class may stand under an if
            yield from _public(node, inside)


def inherited(sources: list[Any]) -> list[list[str]]:
    """``[class, method]`` of the methods whose documentation stands in a base class, however far up."""
    classes = defaultdict(list)  # by name, of which there may be two
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(node)

    def documented(name: str) -> set[str]:
        own = {node.name for found in classes.get(name, []) for node in found.body if documents(node)}
        bases = [ast.unparse(base).split("[")[0] for found in classes.get(name, []) for base in found.bases]
        return own.union(*map(documented, bases))

    return [[name, method] for name in classes for method in documented(name)]


def documents(node: ast.AST) -> bool:
    return isinstance(node, Function) and bool(ast.get_docstring(node))


def made_keys(tree: ast.AST) -> list[re.Pattern[str]]:
    """What ``f"on_{part}"`` or ``"on_" + part`` may become: only those that hold a word of their own."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        else:
            continue
        fixed = [part.value for part in parts if is_text(part)]
        if all(re.fullmatch(r"[\w-]+", part) for part in fixed) and any(len(part) > 2 for part in fixed):
            found.append(re.compile("".join(re.escape(part.value) if is_text(part) else ".+" for part in parts)))
    return found


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def texts() -> Iterator[Path]:
    """Every file of the project that people wrote, apart from the licence."""
    kinds = {".py", ".md", ".toml", ".txt", ".cff", ".yaml", ".js", ".html", ""}
    skipped = {"LICENSE", ".git", ".coverage"}
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in kinds and path.name not in skipped)
    for folder in ("src", "tests", "benchmarks", "docs", "examples", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            made = any("venv" in part or part in ("results", "__pycache__") for part in path.parts)
            if path.is_file() and path.suffix in kinds and not made:
                yield path


def test_nobody_but_the_model_and_its_steps_reads_parameters_by_name(house: list[Any]) -> None:
    """Others ask for atoms, silence and capabilities, so that a new encoder or decoder is one file."""
    found = []
    for source in house:
        inside = source.parts[1:2] == ("model",) or source.parts[1:3] == ("training", "steps")
        for node in ast.walk(source.tree) if not inside else ():
            if isinstance(node, ast.Attribute) and node.attr in ("weight", "bias", "center"):
                owner = ast.unparse(node.value)
                if "ensemble" in owner or owner.startswith("member"):
                    found.append(f"{source}: {owner}.{node.attr}")
    assert not found, listed(found)
