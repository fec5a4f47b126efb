"""What leaves: the courier claims, renders from the state of now, sends, settles."""
