"""The report on one page, ``report.html``; one section a file."""
