"""Lines that staff add to an order before all of it has left: at a quote of now, of themselves alone."""
