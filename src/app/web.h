/* The pages: files the program carries inside (or of web_dir while one works on them), with entity tags. Thread: the loop's. */
#ifndef APP_WEB_H
#define APP_WEB_H

#include "app/http.h"

struct app;

extern const struct http_header web_always[];  /* Content-Security-Policy and its companions, on every answer */
#define WEB_ALWAYS_COUNT 5

/* "/" is the till; "/NAME" is NAME.html; "/l/CODE" the page of a lot, for anybody. 404 and 405 for the rest. */
void web_handle(struct http_request *request, struct app *app);

#endif
