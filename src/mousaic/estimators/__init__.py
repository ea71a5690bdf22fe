"""How does a scikit-learn pipeline ask for it? The same trainings as estimators: rows of numbers in, codes out."""
