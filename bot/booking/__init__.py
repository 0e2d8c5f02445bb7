"""Appointments: services, slots, rules, and the form a citizen fills in. Pure: values only."""
