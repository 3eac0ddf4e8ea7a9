"""The training loop: it learns, repeats itself, stops early, and gives parts their own learning rates."""

import unittest

import numpy as np
import torch
from torch import Tensor, nn

from training.common.loop import balanced, fit, parameter_groups, shuffled

RECIPE = {
    "epochs": 6,
    "batch": 16,
    "learningRate": 0.05,
    "warmUpShare": 0.3,
    "weightDecay": 0.01,
    "clipGradient": 1.0,
    "averageDecay": 0.9,
}


def train(recipe: dict, scores: list[float] | None = None):
    torch.manual_seed(1)
    x = torch.randn(128, 3)
    y = (x[:, 0] > 0).float()

    def loss_of(net: nn.Module, rows: Tensor, generator: torch.Generator) -> Tensor:
        return nn.functional.binary_cross_entropy_with_logits(net(x[rows])[:, 0], y[rows])

    given = iter(scores or [])

    def judge(net: nn.Module) -> dict[str, float]:
        right = float(((net(x)[:, 0] > 0) == (y > 0)).float().mean())
        return {"score": next(given) if scores else right}

    seen: list = []
    return fit(nn.Linear(3, 1), shuffled(128), loss_of, judge, recipe, 3, seen.append), seen


class Loop(unittest.TestCase):
    def test_it_learns_and_repeats_itself(self) -> None:
        first, seen = train(RECIPE)
        second, _ = train(RECIPE)
        self.assertGreater(first.course[-1]["score"], 0.9)
        self.assertTrue(torch.equal(first.net.weight, second.net.weight))
        self.assertEqual(len(seen), 6)
        self.assertFalse(first.net.training)

    def test_it_stops_when_nothing_gets_better_and_keeps_the_best(self) -> None:
        fitted, seen = train({**RECIPE, "patience": 2}, [0.1, 0.5, 0.4, 0.4, 0.9, 0.9])
        self.assertEqual((fitted.best_epoch, len(seen)), (2, 4))

    def test_it_stops_when_its_time_is_up(self) -> None:
        self.assertEqual(len(train({**RECIPE, "cpuMinutes": 0})[1]), 1)

    def test_nothing_to_train_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            train({**RECIPE, "epochs": 0})

    def test_parts_learn_at_their_own_rates_and_biases_do_not_decay(self) -> None:
        net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
        groups = parameter_groups(net, {**RECIPE, "learningRateFactors": {"0.": 0.1}})
        self.assertEqual([round(g["lr"], 6) for g in groups], [0.005, 0.005, 0.05, 0.05])
        self.assertEqual([g["weight_decay"] for g in groups], [0.01, 0.0, 0.01, 0.0])

    def test_balanced_drawing(self) -> None:
        labels = np.array([0] * 900 + [1] * 100)
        drawn = labels[balanced(labels, 1.0)(torch.Generator().manual_seed(1)).numpy()]
        self.assertEqual(len(drawn), 1000)
        self.assertAlmostEqual(drawn.mean(), 0.5, delta=0.06)


if __name__ == "__main__":
    unittest.main()
