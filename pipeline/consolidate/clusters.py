"""Names that may be one indicator, put together: blocks first, then pairs, then clusters that no "no" divides.

Each name is compared only with the most frequent names of the blocks that it shares, so that the work grows with the
number of names and not with its square. A block is what is left of a name without one or two of its words (whichever
are misspelt), or its consonants alone (word gaps and vowels do not count).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.consolidate.decisions import Decisions
from pipeline.consolidate.scores import ALIKE, PROPOSED, Scorer
from pipeline.consolidate.shapes import Entry, Evidence, Node, Pair

#: Frequent names of a block that the others are compared with; words beyond which pairs of words are not left out.
_HUBS, _LONG = 3, 12
#: A word in more names than this tells too little to look for likes by it.
_TOO_COMMON = 200


def cluster(nodes: Sequence[Node], scorer: Scorer, decisions: Decisions) -> tuple[list[Entry], list[Pair]]:
    """The catalogue's entries, most frequent first, and the pairs that a person has not decided yet."""
    by_key = {node.key: node for node in nodes}
    found = _Clusters(by_key, decisions)
    for one, other in decisions.agreed(by_key):
        found.join(Pair(one, other, Evidence(1.0, "disetujui orang"), "ya"))
    scored = {pair: scorer.compare(by_key[pair[0]], by_key[pair[1]]) for pair in _candidates(nodes)}
    _join_all(found, scored)
    # Leaders of what came together are compared once more: their likes may share no block.
    leaders = [members[0] for members in found.groups()]
    again = {
        pair: scorer.compare(by_key[pair[0]], by_key[pair[1]]) for pair in _by_rare_words(leaders) if pair not in scored
    }
    _join_all(found, again)
    entries = [_entry(members, found.reasons) for members in found.groups()]
    return sorted(entries, key=lambda entry: (-len(entry.items), entry.name)), _open_pairs(found, {**scored, **again})


class _Clusters:
    """Sets of names that grow by joining; a person's "no" keeps two sets apart for good."""

    def __init__(self, nodes: Mapping[str, Node], decisions: Decisions) -> None:
        self._nodes = nodes
        self._leader = {key: key for key in nodes}
        self._members = {key: [key] for key in nodes}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in decisions.refused(nodes):
            self._apart[one].add(other)
            self._apart[other].add(one)
        #: Key of a name -> the pair by which it came in.
        self.reasons: dict[str, Pair] = {}

    def leader(self, key: str) -> str:
        """The name that stands for the set."""
        while self._leader[key] != key:
            key = self._leader[key]
        return key

    def divided(self, one: str, other: str) -> bool:
        """Whether a "no" stands between the two sets."""
        theirs = set(self._members[self.leader(other)])
        return any(self._apart[key] & theirs for key in self._members[self.leader(one)] if key in self._apart)

    def join(self, pair: Pair) -> None:
        """Makes one set of two, led by the more frequent name, unless a "no" divides them."""
        first, second = sorted((self.leader(pair.first), self.leader(pair.second)), key=self._rank)
        if first == second or self.divided(first, second):
            return
        self._leader[second] = first
        self._members[first] += self._members.pop(second)
        self.reasons[second] = pair

    def groups(self) -> list[list[Node]]:
        """The sets, each with its leader first."""
        groups = [sorted(members, key=self._rank) for members in self._members.values()]
        return [[self._nodes[key] for key in members] for members in sorted(groups)]

    def _rank(self, key: str) -> tuple[int, str]:
        return -len(self._nodes[key].items), key


def _join_all(found: _Clusters, scored: Mapping[tuple[str, str], Evidence]) -> None:
    """Joins what is proposed, the surest first."""
    for (one, other), evidence in sorted(scored.items(), key=lambda item: (-item[1].score, item[0])):
        if evidence.score >= PROPOSED:
            found.join(Pair(one, other, evidence, "diusulkan"))


def _candidates(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Pairs that share a block: each name with the most frequent ones there."""
    blocks: dict[str | tuple[str, ...], list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (-len(node.items), node.key)):
        for block in _blocks(node.tokens):
            blocks[block].append(node)
    seen = set()
    for members in blocks.values():
        for hub in members[:_HUBS]:
            for node in members:
                pair = (min(hub.key, node.key), max(hub.key, node.key))
                if hub is not node and pair not in seen:
                    seen.add(pair)
                    yield pair


def _blocks(tokens: tuple[str, ...]) -> set[str | tuple[str, ...]]:
    words = tuple(sorted(tokens))
    blocks: set[str | tuple[str, ...]] = {words, re.sub(r"[aeiou\W]|(.)(?=\1)", "", "".join(tokens))}
    left_out = range(1, 3 if 4 < len(words) <= _LONG else 2 if len(words) > 2 else 1)
    for number in left_out:
        blocks |= set(combinations(words, len(words) - number))
    return blocks


def _by_rare_words(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Pairs that share one of their three rarest words."""
    counts = Counter(word for node in nodes for word in set(node.tokens))
    holders: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for word in sorted(set(node.tokens), key=lambda word: (counts[word], word))[:3]:
            if counts[word] <= _TOO_COMMON:
                holders[word].append(node)
    pairs = {
        (min(one.key, other.key), max(one.key, other.key))
        for members in holders.values()
        for one, other in combinations(members, 2)
    }
    yield from sorted(pairs)


def _open_pairs(found: _Clusters, scored: Mapping[tuple[str, str], Evidence]) -> list[Pair]:
    """What a person may be asked: proposals made, and names that are alike but were not put together."""
    asked = [pair for pair in found.reasons.values() if pair.status == "diusulkan"]
    alike: dict[tuple[str, str], Pair] = {}
    for (one, other), evidence in sorted(scored.items(), key=lambda item: (-item[1].score, item[0])):
        if evidence.score < ALIKE:
            break
        # One question for two sets of names, on the two that lead them.
        first, second = sorted((found.leader(one), found.leader(other)))
        if first != second and (first, second) not in alike and not found.divided(first, second):
            alike[(first, second)] = Pair(first, second, evidence, "mirip")
    asked += alike.values()
    return sorted(asked, key=lambda pair: (pair.status, -pair.evidence.score, pair.first, pair.second))


def _entry(nodes: Sequence[Node], reasons: Mapping[str, Pair]) -> Entry:
    """Its id is that of its leading name: the same in every run as long as that name leads."""
    entry_id = "k" + hashlib.sha256(nodes[0].key.encode()).hexdigest()[:10]
    return Entry(entry_id, tuple(nodes), {node.key: reasons[node.key] for node in nodes if node.key in reasons})
