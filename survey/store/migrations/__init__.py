"""The history of the standing tables, up and down. The boxes are not here: they are built and pulled down."""
