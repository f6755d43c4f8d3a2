import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        height: parent.height
        spacing: Theme.mm(8)

        Repeater {
            model: page.view.choices
            delegate: ChoiceCard {
                required property var modelData
                objectName: modelData.name
                press: modelData.name
                text: modelData.label
                detail: modelData.detail
                picture: modelData.picture
                width: (page.width - 2 * Theme.mm(Theme.margin) - Theme.mm(8)) / 2
                height: parent.height
            }
        }
    }
}
