import QtQuick
import Komado
import "../../theme"
import "../../widgets"

// One question of the application, the answer as it is typed, and the keyboard for it.
Item {
    id: page
    required property var view
    property string why: ""

    Prose {
        id: heading
        words: page.view.title
        em: 10.5
        font.bold: true
        leading: 1.2
        x: Theme.mm(Theme.margin)
        y: Theme.mm(4)
        width: parent.width - 2 * x - progress.width - Theme.mm(5)
    }
    OneLine {
        id: progress
        words: page.view.progress
        em: 6.6
        color: Theme.inkSoft
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: heading.verticalCenter
    }
    OneLine {
        id: lead
        words: page.why === "" ? page.view.lead : page.why
        em: 6.8
        font.bold: page.why !== ""
        color: page.why === "" ? Theme.inkSoft : Theme.warn
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.top: heading.bottom
    }
    TypedLetters {
        id: typed
        isDay: page.view.keyboard === "date"
        dateParts: page.view.dateParts
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        height: Theme.mm(23)
        anchors.top: lead.bottom
        anchors.topMargin: Theme.mm(2)
    }
    LetterKeys {
        panels: page.view.panels
        labels: page.view.keys
        kana: page.view.keyboard === "kana" || page.view.keyboard === "address"
        longSign: page.view.longSign
        spaceSign: page.view.spaceSign
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.top: typed.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
    }
}
