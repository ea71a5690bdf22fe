"""The files of numbers, sentences and pictures that an analysis leaves."""
