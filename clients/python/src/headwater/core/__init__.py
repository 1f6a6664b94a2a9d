"""What the clients of both kinds share: settings, references, answers, scalars."""
