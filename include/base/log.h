/*
 * One line an event on standard error: level module text. English; never card numbers, PINs, phone numbers.
 * A refusal by rule is info, a retry notice, something a person must do warning, a broken promise error.
 *
 * Thread: any (one write(2) a line).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG_LEVEL, LOG_INFO_LEVEL, LOG_NOTICE_LEVEL, LOG_WARNING_LEVEL, LOG_ERROR_LEVEL };

void log_set_lowest(enum log_level level);  /* once, before threads; info unless set */
void log_line(enum log_level level, const char *module, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define log_debug(module, ...) log_line(LOG_DEBUG_LEVEL, (module), __VA_ARGS__)
#define log_info(module, ...) log_line(LOG_INFO_LEVEL, (module), __VA_ARGS__)
#define log_notice(module, ...) log_line(LOG_NOTICE_LEVEL, (module), __VA_ARGS__)
#define log_warning(module, ...) log_line(LOG_WARNING_LEVEL, (module), __VA_ARGS__)
#define log_error(module, ...) log_line(LOG_ERROR_LEVEL, (module), __VA_ARGS__)

#endif
