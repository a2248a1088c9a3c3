"""Names under which the engine finds the encoders of the licence variants."""

NAMES = {"open": "encoder", "research": "encoder-research"}
"""Model name of each variant, as in `server/src/inference/encoders.ts`."""
