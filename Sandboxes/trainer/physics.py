"""Steps many simulations of one MuJoCo model through the library's batch interface (``mjbatch.h``).

The Python class ``mujoco.batch.Batch`` wraps the same calls but does not give the simulations' ``mjData``,
which is needed here: Gymnasium computes the contact forces ``cfrc_ext`` once after the last substep, with
``mj_rnePostConstraint``. A sensor that forces them would give those of an earlier instant and cost more.
"""

from __future__ import annotations

import ctypes
import pathlib
from collections.abc import Sequence

import mujoco
import numpy as np

_Visitor = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_STAGE_NONE = 0
_STAGE_ALL = 3


class PhysicsError(RuntimeError):
    """Reports a simulation that the library could not make or step, in the library's words."""


class _Config(ctypes.Structure):
    _fields_ = [("nthread", ctypes.c_int), ("persistent", ctypes.c_bool)]


def _load() -> ctypes.CDLL:
    """Loads the library that the Python bindings already use, and types the calls made from here."""
    folder = pathlib.Path(mujoco.__file__).parent
    names = sorted(folder.glob("libmujoco.so*"))
    if not names:
        raise PhysicsError(f"no libmujoco.so beside {folder}: reinstall the package mujoco 4.0")
    library = ctypes.CDLL(str(names[0]))
    pointer, integer = ctypes.c_void_p, ctypes.c_int
    integer_pointer = ctypes.POINTER(ctypes.c_int)
    signatures = {
        "mjb_makeBatch": (pointer, [pointer, integer, ctypes.POINTER(_Config), ctypes.c_char_p, integer]),
        "mjb_deleteBatch": (None, [pointer]),
        "mjb_nstate": (integer, [pointer]),
        "mjb_state": (pointer, [pointer]),
        "mjb_stateComponent": (pointer, [pointer, integer, integer_pointer]),
        "mjb_output": (pointer, [pointer, ctypes.c_char_p, integer_pointer, integer_pointer]),
        "mjb_warning": (pointer, [pointer]),
        "mjb_error": (ctypes.c_char_p, [pointer, integer]),
        "mjb_status": (pointer, [pointer]),
        "mjb_step": (integer, [pointer, pointer, integer, integer, integer]),
        "mjb_reset": (integer, [pointer, pointer, integer, pointer, integer]),
        "mjb_forward": (integer, [pointer, pointer, integer, integer]),
        "mjb_apply": (integer, [pointer, pointer, integer, _Visitor, pointer, integer]),
        "mj_rnePostConstraint": (None, [pointer, pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


class Physics:
    """Holds ``count`` simulations of one model on the calling thread.

    ``state``: (count, nstate) float64, the whole integration state of each simulation, warm start included.
    ``qpos``, ``qvel``, ``ctrl``: live views of it. ``warnings``: (count, kinds, 2) int32, the library's
    warning records; column 1 counts.
    """

    def __init__(self, model: mujoco.MjModel, count: int) -> None:
        self._library = _load()
        self._model = model
        self._count = count
        message = ctypes.create_string_buffer(1000)
        config = _Config(1, True)
        self._batch = self._library.mjb_makeBatch(model._address, count, config, message, len(message))
        if not self._batch:
            raise PhysicsError(f"cannot make {count} simulations: {message.value.decode()}")
        width = self._library.mjb_nstate(self._batch)
        self.state = self._array(self._library.mjb_state(self._batch), np.float64, (count, width))
        self.qpos = self._component(mujoco.mjtState.mjSTATE_QPOS, model.nq)
        self.qvel = self._component(mujoco.mjtState.mjSTATE_QVEL, model.nv)
        self.ctrl = self._component(mujoco.mjtState.mjSTATE_CTRL, model.nu)
        kinds = int(mujoco.mjtWarning.mjNWARNING)
        self.warnings = self._array(self._library.mjb_warning(self._batch), np.int32, (count, kinds, 2))
        self._addresses = self._data_addresses()

    def close(self) -> None:
        """Frees the simulations; every view handed out becomes invalid."""
        if self._batch:
            self._library.mjb_deleteBatch(self._batch)
            self._batch = None

    def output(self, field: str, shape: Sequence[int]) -> np.ndarray:
        """Gives a live view (count, *shape) float64 of a derived field, refreshed by every call."""
        size, element = ctypes.c_int(), ctypes.c_int()
        address = self._library.mjb_output(
            self._batch, field.encode(), ctypes.byref(size), ctypes.byref(element)
        )
        if not address or size.value != int(np.prod(shape)) or element.value != 8:
            raise PhysicsError(f"the model has no field {field} of shape {tuple(shape)}")
        return self._array(address, np.float64, (self._count, *shape))

    def step(self, substeps: int, ids: np.ndarray | None = None) -> None:
        """Advances the simulations named in ``ids`` (int32; None: all) by ``substeps`` calls of mj_step."""
        address, count = self._ids(ids)
        self._check(self._library.mjb_step(self._batch, address, count, substeps, _STAGE_NONE), "step")

    def compute_contact_forces(self, ids: np.ndarray | None = None) -> None:
        """Computes ``cfrc_ext`` from the quantities that the last substep left behind, as Gymnasium does.

        It works on the simulations' own ``mjData``, because ``mjb_apply`` drops the contacts before it calls
        a function; the empty forward pass afterwards copies the bound fields out and computes nothing.
        """
        compute = self._library.mj_rnePostConstraint
        for index in range(self._count) if ids is None else ids.tolist():
            compute(*self._addresses[index])
        address, count = self._ids(ids)
        self._check(
            self._library.mjb_forward(self._batch, address, count, _STAGE_NONE), "copy contact forces"
        )

    def reset(self, ids: np.ndarray, qpos: np.ndarray, qvel: np.ndarray) -> None:
        """Puts simulations ``ids`` (int32) into fresh states: ``qpos`` (n, nq), ``qvel`` (n, nv)."""
        address, count = self._ids(ids)
        self._check(self._library.mjb_reset(self._batch, address, count, None, _STAGE_NONE), "reset")
        self.qpos[ids] = qpos
        self.qvel[ids] = qvel
        self._check(self._library.mjb_forward(self._batch, address, count, _STAGE_ALL), "reset")

    def _data_addresses(self) -> list[tuple[int, int]]:
        """Asks the persistent batch for the addresses of each simulation's ``mjModel`` and ``mjData``."""
        addresses: dict[int, tuple[int, int]] = {}

        def visit(model: int, data: int, index: int, _argument: int | None) -> None:
            addresses[index] = (model, data)

        self._check(self._library.mjb_apply(self._batch, None, 0, _Visitor(visit), None, 0), "visit")
        return [addresses[index] for index in range(self._count)]

    def _ids(self, ids: np.ndarray | None) -> tuple[int | None, int]:
        if ids is None:
            return None, 0
        return ids.ctypes.data, len(ids)

    def _component(self, bit: mujoco.mjtState, size: int) -> np.ndarray:
        width = ctypes.c_int()
        address = self._library.mjb_stateComponent(self._batch, int(bit), ctypes.byref(width))
        offset = (address - self.state.ctypes.data) // 8
        return self.state[:, offset : offset + size]

    def _check(self, failed: int, doing: str) -> None:
        if failed:
            status = self._array(self._library.mjb_status(self._batch), np.int32, (self._count,))
            first = int(np.flatnonzero(status)[0])
            words = self._library.mjb_error(self._batch, first).decode()
            raise PhysicsError(f"cannot {doing}: simulation {first} of {self._count}: {words}")

    @staticmethod
    def _array(address: int, kind: type, shape: tuple[int, ...]) -> np.ndarray:
        count = int(np.prod(shape)) * np.dtype(kind).itemsize
        buffer = (ctypes.c_char * count).from_address(address)
        return np.frombuffer(buffer, dtype=kind).reshape(shape)
