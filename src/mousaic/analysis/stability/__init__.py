"""Which features come back in independent trainings, beside chance?"""
