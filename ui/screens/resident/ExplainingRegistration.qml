import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view
    readonly property bool asks: view.things.length > 0

    title: view.title
    lead: view.body
    pictureShare: asks ? 0.4 : 0.34
    picture: Item {
        anchors.fill: parent
        anchors.margins: Theme.mm(9)

        OfficePicture {
            visible: !page.asks
            anchors.fill: parent
        }
        Column {
            visible: page.asks
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            spacing: Theme.mm(3.5)

            OneLine {
                words: page.view.needed
                em: 7.5
                font.bold: true
                color: Theme.brand
                width: parent.width
            }
            Repeater {
                model: page.view.things
                delegate: Row {
                    id: thing
                    required property int index
                    required property string modelData
                    width: parent.width
                    spacing: Theme.mm(3)
                    Rectangle {
                        width: Theme.mm(9)
                        height: width
                        radius: width / 2
                        color: Theme.primary
                        OneLine {
                            anchors.centerIn: parent
                            words: String(thing.index + 1)
                            em: 6.2
                            font.bold: true
                            color: Theme.inkOnPrimary
                            Accessible.ignored: true
                        }
                    }
                    Prose {
                        words: thing.modelData
                        em: 7
                        leading: 1.25
                        width: thing.width - Theme.mm(12)
                    }
                }
            }
        }
    }

    Banner {
        words: page.view.day
        tone: "good"
        em: 9
        width: parent.width
    }
    ReferenceBox {
        label: page.view.referenceLabel
        reference: page.view.reference
        width: parent.width
    }
    Banner {
        words: page.view.free
        width: parent.width
    }
}
