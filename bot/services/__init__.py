"""Use cases: synchronous, one verb each, keyword-only, on an open session, `now` given.

What comes from a chat takes `group_id` and `by` (the member). A verb either does all of it or raises a Mistake.
"""
