"""Which files make up an image set: a folder, class folders, or a table."""

from __future__ import annotations

import os
from pathlib import Path

from mousaic.errors import MousaicError, nearest
from mousaic.images.entries import Entry, Source
from mousaic.images.grouping.folder_levels import by_level
from mousaic.images.names import natural_key, shown
from mousaic.images.reading.dicom_decoder import FORMAT, PACKAGE, readable
from mousaic.images.reading.image_file import ENDINGS, EXTENSIONS
from mousaic.said import told

# Left by operating systems; nobody means them as data.
LITTER = {"__macosx", "thumbs.db", "desktop.ini", "icon\r"}
# Images in formats that are not read: named as skipped, where a text file is only counted.
OTHER_IMAGES = {
    *(".avif", ".bif", ".blp", ".cr2", ".cr3", ".dds", ".dng", ".emf", ".eps", ".exr"),
    *(".fli", ".flc", ".ico", ".ims", ".j2k", ".jp2", ".jpx", ".jxl"),
    *(".lsm", ".mrxs", ".msp", ".ndpi", ".nef", ".pbm", ".pcx", ".pgm"),
    *(".pnm", ".ppm", ".psd", ".qoi", ".raw", ".scn", ".sgi", ".svg", ".svs", ".tga", ".vsi", ".wmf"),
    *(".xbm", ".xpm"),
}
OTHER_FORMATS = {
    ".nii": ("NIfTI", "nibabel"),
    ".nii.gz": ("NIfTI", "nibabel"),
    ".czi": ("CZI", "czifile"),
    ".nd2": ("ND2", "nd2"),
    ".lif": ("LIF", "readlif"),
    ".oib": ("OIB", "oiffile"),
    ".oif": ("OIF", "oiffile"),
    ".heic": ("HEIC", "pillow-heif"),
    ".heif": ("HEIF", "pillow-heif"),
    ".fits": ("FITS", "astropy"),
}
"""Those of them that a package reads: what it is called, and the package."""
BY_EXTRA = dict.fromkeys(ENDINGS[FORMAT], (FORMAT, PACKAGE))
"""Those that are read where the package is here."""


def find_images(data: str | Path, label_level: int | str = "auto") -> Source:
    """The images of a folder or of a CSV or TSV table.

    Args:
        data: the folder or table.
        label_level: which level of folders names the classes: see :func:`by_level`.

    Raises:
        MousaicError: nothing at ``data``, neither folder nor table, an empty folder, a run folder, or a faulty table.
    """
    path = Path(data)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        is_folder = exists = False
    if is_folder:
        _refuse_run(path)
        return _find_in_folder(path, label_level)
    if not exists:
        siblings = sorted(os.listdir(path.parent)) if path.parent.is_dir() else []
        raise MousaicError(f"There is no {shown(str(path))}{nearest(path.name, siblings)}: give a folder or a table.")
    if path.suffix.lower() in (".csv", ".tsv"):
        from mousaic.images.table import find_in_table

        return find_in_table(path)
    if path.suffix.lower() in EXTENSIONS:
        raise MousaicError(f"{shown(str(path))} is a single image: give the folder it lies in.")
    raise MousaicError(
        f"{shown(str(path))} is neither a folder nor a .csv or .tsv table, nor a file of arrays (.npy, .npz, .h5, "
        ".zarr, .safetensors): give one of these."
    )


def _refuse_run(path: Path) -> None:
    """Raise where the folder is a run, or one of a run's own: its pictures are no data."""
    for folder in (path, path.resolve().parent):
        if (folder / "split.csv").is_file() and (folder / "config.json").is_file():
            raise MousaicError(
                f"{shown(str(path))} is a run folder, or lies in one, and its pictures are figures: give the folder or "
                "table of the images."
            )


def _find_in_folder(root: Path, label_level: int | str) -> Source:
    source = Source(root)
    top, folders = _list(root, "", source)
    seen = {_identity(root)}
    for folder in folders:
        before = len(source.entries)
        _collect(root, folder, source, seen)
        if len(source.entries) == before:
            source.notes.append(told("warn_empty_folder", folder=shown(folder)))
    loose = [name for name in top if _is_image(name, source)]
    if not source.entries:
        if loose and isinstance(label_level, int) and label_level > 1:  # 1 was the default of earlier versions
            raise MousaicError(
                f"--label-level {label_level}: {shown(str(root))} has no sub-folders of images to name classes: "
                "leave it out, or give the folder above."
            )
        source.notes.clear()
        source.entries += [Entry(root / name, name, None, None) for name in loose]
    elif len(loose) >= len(source.entries):
        raise MousaicError(
            f"{shown(str(root))} holds {len(loose)} images of its own and {len(source.entries)} in sub-folders: "
            "move them all into class folders, or the sub-folders elsewhere."
        )
    else:
        source.skipped += [(name, told("skip_beside_classes")) for name in loose]
        _name_classes(source, label_level)
    source.entries.sort(key=lambda e: natural_key(e.name))
    if not source.entries and not source.skipped:
        found = ", ".join(f"{n} {e or 'without extension'}" for e, n in source.ignored.most_common(3))
        raise MousaicError(
            f"{shown(str(root))} holds no image{f' (only {found})' if found else ''}: "
            "give a folder of PNG, JPEG, TIFF, BMP, GIF or WebP files."
        )
    return source


def _name_classes(source: Source, label_level: int | str) -> None:
    """Give the images the labels, and the groups, that their folders name."""
    found = by_level([tuple(entry.name.split("/")[:-1]) for entry in source.entries], label_level)
    source.folder_groups = {e.name: g for e, g in zip(source.entries, found.groups, strict=True) if g is not None}
    source.entries = [e._replace(label=label) for e, label in zip(source.entries, found.labels, strict=True)]
    if found.said is not None:
        source.notes.append(found.said)


def _collect(root: Path, start: str, source: Source, seen: set[tuple[int, int]]) -> None:
    """Add every image under ``root/start``; a folder reached again through a link is not entered twice."""
    waiting = [start]
    while waiting:
        folder = waiting.pop()
        identity = _identity(root / folder)
        if identity in seen:
            source.notes.append(told("warn_linked_folder", folder=shown(folder)))
            continue
        seen.add(identity)
        files, folders = _list(root / folder, folder + "/", source)
        for name in files:
            if _is_image(name, source):
                source.entries.append(Entry(root / name, name, None, None))
        waiting += reversed(folders)


def _identity(folder: Path) -> tuple[int, int]:
    try:
        status = os.stat(folder)
    except OSError:
        return (-1, hash(folder))
    return status.st_dev, status.st_ino


def _list(folder: Path, prefix: str, source: Source) -> tuple[list[str], list[str]]:
    """The names of files and of folders, hidden ones left out, in natural order, each behind ``prefix``."""
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as listing:
            for item in listing:
                if item.name.startswith(".") or item.name.lower() in LITTER:
                    continue
                (folders if _is_dir(item) else files).append(prefix + item.name)
    except OSError as error:
        if not prefix:
            raise MousaicError(f"{shown(str(folder))} cannot be opened ({error.strerror}): check its rights.") from None
        source.skipped.append((prefix, told("skip_folder", reason=str(error.strerror))))
    return sorted(files, key=natural_key), sorted(folders, key=natural_key)


def _is_dir(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link that leads back to itself
        return False


def _is_image(name: str, source: Source) -> bool:
    """Whether to read the file; otherwise it is counted or named."""
    extension = os.path.splitext(name)[1].lower()
    if extension in EXTENSIONS and (extension not in BY_EXTRA or readable()):
        return True
    if name.lower().endswith(".nii.gz"):
        extension = ".nii.gz"
    others = OTHER_FORMATS | BY_EXTRA
    if extension in others:
        kind, package = others[extension]
        source.skipped.append((name, told("skip_format_by", format=kind, package=package)))
    elif extension in OTHER_IMAGES:
        source.skipped.append((name, told("skip_format")))
    else:
        source.ignored[extension] += 1
    return False
