import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title

    Column {
        anchors.fill: parent
        spacing: Theme.mm(4)

        Repeater {
            model: page.view.points
            delegate: Rectangle {
                id: point
                required property var modelData
                width: parent.width
                height: (parent.height - Theme.mm(12)) / 4
                radius: Theme.mm(3)
                color: Theme.surface
                border.width: Math.max(1, Theme.mm(0.4))
                border.color: Theme.line

                Picture {
                    id: sign
                    kind: point.modelData.picture
                    width: Theme.mm(26)
                    height: parent.height - Theme.mm(8)
                    x: Theme.mm(5)
                    anchors.verticalCenter: parent.verticalCenter
                }
                Prose {
                    words: point.modelData.text
                    em: 8
                    anchors.left: sign.right
                    anchors.leftMargin: Theme.mm(6)
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(5)
                    anchors.verticalCenter: parent.verticalCenter
                    leading: 1.3
                }
            }
        }
    }
}
