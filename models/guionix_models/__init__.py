"""Makes and converts the models that the engine serves: one module a step, `python -m guionix_models` runs them."""
