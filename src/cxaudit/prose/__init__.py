"""Documents as they are: what kind of text stands where, and which criteria and practices it shows."""
