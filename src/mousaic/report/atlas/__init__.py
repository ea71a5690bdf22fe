"""The feature atlas: a page to explore what each feature looks like and where it fires."""
