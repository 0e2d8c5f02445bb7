"""The paper of an appointment: bytes made of values. No Telegram, no SQL, no clock, no event loop.

Words and times come in as they are to be read; what makes the bytes is imported when the first
paper is made, so that neither start-up nor answers wait for it.
"""
