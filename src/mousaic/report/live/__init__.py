"""The page that shows a training as it goes."""
