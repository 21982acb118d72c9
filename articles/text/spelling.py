"""How far a mistyped word is from one that exists."""

from collections import Counter

SHORTEST, LONG = 4, 7  # letters: a shorter word isn't corrected, one of so many may have two mistakes


def tolerated(word: str) -> int:
    """How many mistakes there may be in a word."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters were left out, added, replaced, or swapped with the next one; `most` + 1 where it is more.

    The optimal string alignment distance: each pair of neighbours is swapped once at most.
    """
    missing, added = Counter(one) - Counter(other), Counter(other) - Counter(one)
    if max(missing.total(), added.total()) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            steps = [last_step(row, before, j), before[j - 1] + (letter != wanted)]
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                steps.append(last[j - 2] + 1)
            row.append(min(steps))
    return min(row[-1], most + 1)


def last_step(row: list[int], before: list[int], j: int) -> int:
    """A letter was added or left out."""
    return min(row[j - 1], before[j]) + 1
