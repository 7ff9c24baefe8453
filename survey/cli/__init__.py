"""The commands: each reads its arguments, calls one step, and says what came of it. No rule of the study lives here."""
