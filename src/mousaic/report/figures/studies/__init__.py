"""What studies of many trainings show: comparisons with other methods, the choice of k, stability."""
