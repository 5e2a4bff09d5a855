"""Remarks: what machines read of them."""

from nasij.files.remarks import note


def test_a_share_for_machines_is_a_percentage() -> None:
    said = note("x", "%(share)s of the value", share=0.04808911038648211)
    assert said["text"] == "4.8% of the value"
    assert said["values"] == {"share": 0.04808911038648211}
