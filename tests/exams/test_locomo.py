from datetime import UTC, datetime
from typing import Any

from tests.exams import locomo

# Made up for this test, in the shape of the exam's chats; the last session of the second kind has no turns.
CHAT: dict[str, Any] = {
    "sample_id": "chat",
    "conversation": {
        "session_1_date_time": "1:56 pm on 8 May, 2026",
        "session_1": [
            {"speaker": "Anna", "dia_id": "D1:1", "text": "I planted tomatoes yesterday."},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "Nice!", "blip_caption": "a dog on a beach"},
        ],
        "session_2_date_time": "12:05 am on 9 May, 2026",
        "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "My sister plays the cello in Porto."}],
        "session_3_date_time": "12:05 am on 10 May, 2026",
    },
    "qa": [
        {"question": "Who plays the cello?", "answer": "his sister", "category": 4, "evidence": ["D2:1; D9:9"]},
        {"question": "What never happened?", "category": 5, "evidence": ["D1:1"]},
        {"question": "What did nobody note down?", "category": 1, "evidence": ["D"]},
        {"question": "Which animal was on the beach?", "category": 1, "evidence": ["D1:2", "D1:1"]},
    ],
}


def test_the_turns_of_a_chat_are_one_persons_memories_in_the_order_they_were_said() -> None:
    turns = dict(locomo.turns(CHAT["conversation"]))
    assert list(turns) == ["D1:1", "D1:2", "D2:1"]
    assert [note.text for note in turns.values()] == [
        "Anna: I planted tomatoes yesterday.",
        "Ben: Nice! [photo: a dog on a beach]",
        "Ben: My sister plays the cello in Porto.",
    ]
    times = [note.at for note in turns.values()]
    assert times == sorted(set(times))
    assert times[0] == datetime(2026, 5, 8, 13, 56, tzinfo=UTC)


def test_questions_of_the_first_four_categories_with_evidence_are_asked() -> None:
    rows, _ = locomo.sit([CHAT], None)
    assert [(row["chat"], row["question"]) for row in rows] == [("chat", 0), ("chat", 3)]
    assert rows[0]["ranked"][0] == "D2:1"
    assert rows[1]["ranked"][0] == "D1:2"


def test_the_share_of_a_questions_turns_that_is_found_is_averaged_over_all_and_each_category() -> None:
    rows = [{"chat": "chat", "question": 0, "ranked": []}, {"chat": "chat", "question": 3, "ranked": ["D1:1", "D2:1"]}]
    assert locomo.score([CHAT], rows) == {"r10": 0.25, "r10_by_category": {"1": 0.5, "4": 0}}
