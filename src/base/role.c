#include "base/role.h"

static _Thread_local enum role role_now = ROLE_NONE;

enum role role_get(void)
{
	return role_now;
}

enum role role_set(enum role role)
{
	enum role before = role_now;

	role_now = role;
	return before;
}
