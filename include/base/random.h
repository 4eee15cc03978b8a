/* Chance, from the system through libsodium. The one place that asks. Thread: any. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

#include "base/id.h"

void random_start(void);                          /* once, before threads; ends the process when there is no chance to be had */
void random_bytes(void *bytes, size_t size);
struct id random_id(void);                        /* version 7, of now */

#endif
