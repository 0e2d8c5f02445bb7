"""Measurements of the product; none is a test."""
