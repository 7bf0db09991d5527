#ifndef EVOLVE_CChannel_H
#define EVOLVE_CChannel_H
#endif
