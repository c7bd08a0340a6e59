"""The steps that bring a case file from one schema to the next."""
