/* What time it is. The one place that asks the system; everything else is told. Thread: any. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now_us(void);   /* UTC, microseconds since 1970 */
int64_t clock_tick_us(void);  /* never goes back; for measuring and deadlines only */

#endif
