"""Beat classes N, S, V, F from shape and rhythm: models/beats-diagnostic, beats-causal, beats-causal-int8."""
