import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title

    Column {
        id: list
        width: parent.width
        spacing: Theme.mm(3.5)

        Repeater {
            model: page.view.lines
            delegate: BasketRow {
                required property var modelData
                line: modelData
                removeLabel: page.view.remove
                width: list.width
            }
        }
    }
    Row {
        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.mm(8)
        BigButton {
            id: another
            objectName: "another"
            text: "＋ " + page.view.another
            em: 8
            press: "another"
        }
        Prose {
            words: page.view.lead
            em: 7
            width: parent.width - another.width - Theme.mm(8)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inkSoft
            lineHeight: 1.3
        }
    }
}
