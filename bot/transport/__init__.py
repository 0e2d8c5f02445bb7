"""How bytes reach Telegram: two transports behind python-telegram-bot's `BaseRequest`.

`aiohttp_request.AiohttpRequest` and `httpx_request.HttpxRequest` keep the contract of
`base.Transport`:

- what fails is a `telegram.error.NetworkError`, and a `errors.NotDelivered` where Telegram has
  certainly not seen the request;
- the bot's token, which stands in every address, is in no message of an error, and no error keeps
  the library's own one (which knows the address) as its cause or context;
- `heard` is called after each success, so that a watchdog sees when Telegram last answered.
"""
