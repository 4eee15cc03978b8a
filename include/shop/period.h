/*
 * The stretches in which contracts are settled: month, half month (1–15, 16–end), ten days (1–10, 11–20, 21–end), week
 * (Monday to Sunday). `period` is enum contract_period (shop/contract.h).
 *
 * Pure. Thread: any.
 */
#ifndef SHOP_PERIOD_H
#define SHOP_PERIOD_H

#include <stdint.h>

int32_t period_first_day(int32_t period, int32_t day);  /* of the stretch that holds the day */
int32_t period_last_day(int32_t period, int32_t day);

#endif
