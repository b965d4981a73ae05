"""Words to times: what a person says of when, read into moments and schedules."""
