import QtQuick
import "../../theme"
import "../../widgets"

Item {
    id: page
    required property var view
    readonly property bool few: view.roomy
    readonly property bool alone: few && view.lines.length === 1

    Prose {
        id: heading
        words: page.view.title
        em: Theme.title
        font.bold: true
        leading: 1.3
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: another.left
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: another.verticalCenter
    }
    BigButton {
        id: another
        objectName: "another"
        text: "＋ " + page.view.another
        em: 8
        press: "another"
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(5)
    }
    ScrollArea {
        id: list
        gap: page.view.lines.length > 2 ? 2.5 : 3.5
        anchors.top: another.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: page.alone ? strip.top : ahead.visible ? ahead.top : parent.bottom
        anchors.bottomMargin: Theme.mm(3)
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x

        Repeater {
            model: page.view.lines
            delegate: BasketRow {
                required property var modelData
                line: modelData
                removeLabel: page.view.remove
                large: page.few
                detailEm: page.view.lines.length === 1 ? 7.2 : Theme.small
                width: list.room
            }
        }
    }
    AheadStrip {
        id: strip
        visible: page.alone
        label: page.view.aheadLabel
        things: page.view.ahead
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(7)
    }
    Prose {
        id: ahead
        words: page.alone || page.view.lines.length > 2 ? "" : page.view.lead
        em: 7
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        color: Theme.inkSoft
        leading: 1.3
    }
}
