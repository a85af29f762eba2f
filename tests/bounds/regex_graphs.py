"""Ways and cycles in graphs of positions that are walked together."""

from __future__ import annotations

from collections import deque

Four = tuple[int, int, int, int]
Graph = dict[Four, list[tuple[Four, int]]]
"""From nodes to nodes, with the letter that is read, as a bit; -1 where none is."""


def way(graph: Graph, source: Four, target: Four) -> list[int]:
    """The letters, as bits, of a shortest way; -1 where a step reads none."""
    parents: dict[Four, tuple[Four, int]] = {}
    queue = deque([source])
    while queue and target not in parents:
        node = queue.popleft()
        for step, letter in graph[node]:
            if step not in parents:
                parents[step] = node, letter
                queue.append(step)
    letters: list[int] = []
    at = target
    while not letters or at != source:
        at, letter = parents[at]
        letters.append(letter)
    return letters[::-1]


def components(graph: list[list[int]]) -> list[int | None]:
    """The strongly connected component of each node on a cycle, else None (Tarjan, no recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    inside: set[int] = set()
    found: list[int | None] = [None] * len(graph)
    for root in range(len(graph)):
        work = [(root, 0)] if root not in index else []
        while work:
            node, at = work.pop()
            if at == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                inside.add(node)
            for position in range(at, len(graph[node])):
                target = graph[node][position]
                if target not in index:
                    work += [(node, position + 1), (target, 0)]
                    break
                if target in inside:
                    low[node] = min(low[node], index[target])
            else:
                if low[node] == index[node]:
                    members: list[int] = []
                    while not members or members[-1] != node:
                        members.append(stack.pop())
                        inside.discard(members[-1])
                    if len(members) > 1 or node in graph[node]:
                        for each in members:
                            found[each] = node
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    return found
