"""A municipality's settings as a file of their own: one JSON object, the same as on the line of the register file."""

from __future__ import annotations

import datetime as dt

from chalicelib.registers.entry_decoding import decode_entry
from chalicelib.registers.file_errors import ErrorLog
from chalicelib.registers.file_lines import parse_object
from chalicelib.registers.municipality_entry import MunicipalitySettings
from chalicelib.registers.settings_checks import settings_problems


def read_settings(content: bytes, day: dt.date) -> MunicipalitySettings:
    """Return the settings in a file, which may be spread over several lines, after checking all of them.

    Args:
        content: What the file holds.
        day: From which day on they are to hold.

    Raises:
        RegisterFileError: Something is wrong; it carries all errors, all of them on line 1, with their fields.
    """
    log = ErrorLog()
    report = log.at(1)
    found = parse_object(content, report)
    settings = None if found is None else decode_entry(found, MunicipalitySettings, report)
    for field, message in settings_problems(settings, day) if settings else ():
        report(field, message)
    log.raise_if_any()
    if settings is None:  # cannot be: why it could not be read was raised
        raise AssertionError
    return settings
