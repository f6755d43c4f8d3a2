"""Every fault and refusal fits on every screen that can tell it, in both languages on both panels."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QGuiApplication

from issuance.domain.values import TransactionId, Yen
from issuance.faults import Fault
from issuance.protocol.messages import Refusal
from issuance.transaction import states as at
from ui.app import open_window
from ui.bridge import Bridge
from ui.gallery import PANELS, settle
from ui.layout_lint import complaints
from ui.stories import SURROUNDINGS
from ui.stories.samples import printing
from ui.strings.catalogue import LANGUAGES, load_catalogue
from ui.view import view_of
from ui.views.frame import Scene, View
from ui.views.staff import staff_overview


def every_view(language: str) -> list[tuple[str, View]]:
    catalogue = load_catalogue()
    scene = Scene(catalogue, catalogue.words(language), SURROUNDINGS)
    visit = at.Visit(TransactionId("7a" * 16), language)

    def seen(state: at.State) -> View:
        return view_of(state, catalogue, SURROUNDINGS)

    views = [(why.name, seen(at.Explaining(visit, why, Yen(10_000)))) for why in (*Fault, *Refusal)]
    for fault in Fault:
        views.append((f"busy {fault.name}", seen(at.CopierBusy(visit, fault))))
        views.append((f"stopped {fault.name}", seen(printing(language, 1, fault))))
        views.append((f"out of service {fault.name}", seen(at.OutOfService((fault,)))))
        views.append((f"staff {fault.name}", staff_overview(scene, (fault, Fault.MEDIA_JAM))))
    return views


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", PANELS)
def test_its_words_fit(qapp: QGuiApplication, panel: str, language: str) -> None:
    bridge = Bridge(PANELS[panel], lambda _event: None, motion=False)
    window = open_window(bridge, PANELS[panel])
    found = []
    for name, view in every_view(language):
        bridge.present(view, language)
        settle(window)
        found += [f"{name}: {complaint}" for complaint in complaints(window, PANELS[panel])]
    window.close()
    assert found == []
