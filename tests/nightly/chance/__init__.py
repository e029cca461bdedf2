"""Whether chance is judged right, over many simulated quarters."""
