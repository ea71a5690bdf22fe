"""Who does the independent trainings of a study, in how many processes, on which machines, and what is kept of them?"""
