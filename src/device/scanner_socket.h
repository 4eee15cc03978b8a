/*
 * The cable of the virtual scanner: a Unix socket that only our own user may open. What it speaks is the driver's
 * (drivers/scanner/virtual.c); a line goes to the driver whole, and is answered by a line.
 *
 * Thread: the loop's.
 */
#ifndef DEVICE_SCANNER_SOCKET_H
#define DEVICE_SCANNER_SOCKET_H

#include <stdbool.h>

#include "base/err.h"

struct event_base;
struct scanner;
struct scanner_socket;

#define SCANNER_SOCKET_LINE_MAX 4096
#define SCANNER_SOCKET_CONNECTIONS_MAX 16

/* A socket left at path by a process that died is replaced. ERR_IO, ERR_INPUT: the path is too long. */
bool scanner_socket_open(struct event_base *base, const char *path, struct scanner *scanner, struct scanner_socket **made,
			 struct err *err) MUST_CHECK;
void scanner_socket_close(struct scanner_socket *socket); /* removes the path; NULL is fine */
/* To whoever sent the line that is being worked on. */
void scanner_socket_reply(struct scanner_socket *socket, const char *line);

#endif
