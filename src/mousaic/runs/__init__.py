"""What does a run folder hold, and what can be done with it on other images?"""
